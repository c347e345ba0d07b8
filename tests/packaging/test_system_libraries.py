from pathlib import Path

import pytest
from machine import SetupError
from system_libraries import (
    PARTS,
    PackageTool,
    choose_tool,
    install_libraries,
    missing_libraries,
    read_table,
)

from tests.fakes.machine import FakeMachine

UBUNTU = 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n'
FEDORA = "ID=fedora\n"
SUSE = 'ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n'
LDD = """/x/libqxcb.so:
\tlibxcb-cursor.so.0 => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x0)
\tlibxcb-icccm.so.4 => not found
/x/other.so:
\tlibxcb-cursor.so.0 => not found
"""


def tool_named(name: str) -> PackageTool:
    return next(tool for tool in read_table() if tool.name == name)


def qt_files(folder: Path, *ways: str) -> Path:
    for way in ways:
        for part in PARTS[way]:
            file = folder / part.replace("*", "-x")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"")
    return folder


def test_the_libraries_that_ldd_does_not_find_are_named_once(tmp_path: Path) -> None:
    machine = FakeMachine()
    machine.answers("ldd", LDD)
    missing = missing_libraries(machine, qt_files(tmp_path, "xcb"), ["xcb"])
    assert missing == ("libxcb-cursor.so.0", "libxcb-icccm.so.4")


def test_nothing_is_missing_where_ldd_finds_all(tmp_path: Path) -> None:
    machine = FakeMachine()
    machine.answers("ldd", "\tlibc.so.6 => /lib/libc.so.6 (0x0)\n")
    assert missing_libraries(machine, qt_files(tmp_path, "wayland"), ["wayland"]) == ()


def test_a_qt_without_the_files_for_a_way_to_draw_is_a_fault_not_a_success(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="no files for drawing with xcb"):
        missing_libraries(FakeMachine(), tmp_path, ["xcb"])


def test_an_ldd_that_does_not_run_is_a_fault_not_a_success(tmp_path: Path) -> None:
    machine = FakeMachine()
    machine.answers("ldd", "No such file or directory: 'ldd'", status=127)
    with pytest.raises(SetupError, match="ldd"):
        missing_libraries(machine, qt_files(tmp_path, "xcb"), ["xcb"])


@pytest.mark.parametrize(
    ("release", "name"),
    [(UBUNTU, "apt"), (FEDORA, "dnf"), (SUSE, "zypper"), ("ID=arch\n", "pacman")],
)
def test_the_package_program_is_that_of_the_system(release: str, name: str) -> None:
    every = [tool.program for tool in read_table()]
    tool = choose_tool(FakeMachine(programs=every, release=release), read_table())
    assert tool is not None
    assert tool.name == name


def test_an_unknown_system_uses_the_program_it_has() -> None:
    tool = choose_tool(FakeMachine(programs=["pacman"], release="ID=lonely\n"), read_table())
    assert tool is not None
    assert tool.name == "pacman"


def test_a_system_without_any_known_program_has_no_tool() -> None:
    assert choose_tool(FakeMachine(), read_table()) is None


@pytest.mark.parametrize("library", ["libEGL.so.1", "libxcb-cursor.so.0", "libxkbcommon.so.0"])
@pytest.mark.parametrize("tool", read_table(), ids=lambda tool: tool.name)
def test_every_system_has_a_package_for_what_is_missing_most(
    tool: PackageTool, library: str
) -> None:
    assert tool.candidates(library)


def test_root_installs_without_being_asked() -> None:
    machine = FakeMachine(root=True)
    install_libraries(machine, tool_named("apt"), ["libEGL.so.1"], agreed=False)
    assert machine.called == ["apt-get install -y --no-install-recommends libegl1"]
    assert machine.asked == []


def test_a_person_is_asked_and_sudo_does_it() -> None:
    machine = FakeMachine(programs=["sudo"], answer=True)
    install_libraries(machine, tool_named("apt"), ["libEGL.so.1"], agreed=False)
    assert "sudo apt-get install" in machine.asked[0]
    assert machine.called == ["sudo apt-get install -y --no-install-recommends libegl1"]


def test_a_person_who_says_no_is_told_the_command_and_nothing_is_installed() -> None:
    machine = FakeMachine(programs=["sudo"], answer=False)
    with pytest.raises(SetupError) as caught:
        install_libraries(machine, tool_named("apt"), ["libEGL.so.1"], agreed=False)
    assert "sudo apt-get install -y --no-install-recommends libegl1" in caught.value.hint
    assert machine.called == []


def test_nobody_there_to_ask_is_told_the_command_and_nothing_is_installed() -> None:
    machine = FakeMachine(programs=["sudo"])
    with pytest.raises(SetupError) as caught:
        install_libraries(machine, tool_named("apt"), ["libEGL.so.1"], agreed=False)
    assert "sudo apt-get install" in caught.value.hint
    assert "-n" not in caught.value.hint.split()
    assert machine.called == []


def test_agreed_beforehand_nobody_is_asked_and_sudo_may_not_ask_either() -> None:
    machine = FakeMachine(programs=["sudo"])
    install_libraries(machine, tool_named("apt"), ["libEGL.so.1"], agreed=True)
    assert machine.called == ["sudo -n apt-get install -y --no-install-recommends libegl1"]


def test_without_sudo_the_command_is_for_su() -> None:
    with pytest.raises(SetupError) as caught:
        install_libraries(FakeMachine(), tool_named("apt"), ["libEGL.so.1"], agreed=False)
    assert "su -c 'apt-get install" in caught.value.hint


def test_a_renamed_package_goes_by_the_name_that_this_system_knows() -> None:
    machine = FakeMachine(root=True)
    machine.answers("apt-cache show --no-all-versions libglib2.0-0t64", "", status=100)
    install_libraries(machine, tool_named("apt"), ["libglib-2.0.so.0"], agreed=False)
    assert machine.called[-1].endswith(" libglib2.0-0")
    newer = FakeMachine(root=True)
    install_libraries(newer, tool_named("apt"), ["libglib-2.0.so.0"], agreed=False)
    assert newer.called[-1].endswith(" libglib2.0-0t64")


def test_two_libraries_of_one_package_install_it_once() -> None:
    machine = FakeMachine(root=True)
    both = ["libgthread-2.0.so.0", "libglib-2.0.so.0"]
    install_libraries(machine, tool_named("pacman"), both, agreed=False)
    assert machine.called == ["pacman -S --needed --noconfirm glib2"]


def test_missing_lists_are_fetched_first() -> None:
    machine = FakeMachine(root=True)
    machine.answers("apt-cache", "E: No packages found", status=100)
    install_libraries(machine, tool_named("apt"), ["libEGL.so.1"], agreed=False)
    assert [line.split()[1] for line in machine.called] == ["update", "install"]


def test_lists_that_name_packages_no_longer_there_are_fetched_anew() -> None:
    machine = FakeMachine(root=True)
    machine.statuses = [100, 0, 0]
    install_libraries(machine, tool_named("apt"), ["libEGL.so.1"], agreed=False)
    assert [line.split()[1] for line in machine.called] == ["install", "update", "install"]


def test_an_installation_that_fails_says_the_exact_command() -> None:
    machine = FakeMachine(root=True)
    machine.statuses = [100, 0, 100]
    with pytest.raises(SetupError) as caught:
        install_libraries(machine, tool_named("apt"), ["libEGL.so.1"], agreed=False)
    assert "could not install it (status 100)" in caught.value.message
    command = "apt-get update && apt-get install -y --no-install-recommends libegl1"
    assert caught.value.hint == f"Run: {command}"


def test_a_library_without_a_package_name_is_asked_for_by_itself_where_that_works() -> None:
    machine = FakeMachine(root=True)
    install_libraries(machine, tool_named("dnf"), ["libnew.so.3"], agreed=False)
    assert machine.called == ["dnf install -y libnew.so.3()(64bit)"]


def test_a_library_that_no_table_knows_is_named() -> None:
    with pytest.raises(SetupError, match=r"libnew\.so\.3"):
        install_libraries(FakeMachine(root=True), tool_named("apt"), ["libnew.so.3"], agreed=True)


def test_a_system_without_a_package_program_is_told_the_libraries() -> None:
    with pytest.raises(SetupError, match=r"libEGL\.so\.1"):
        install_libraries(FakeMachine(root=True), None, ["libEGL.so.1"], agreed=True)
