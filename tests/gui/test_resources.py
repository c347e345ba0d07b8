import tomllib

from atom_desktop.gui.resources import find_resources


def test_a_clone_has_the_resources_beside_the_package():
    assert (find_resources() / "tokens.json").is_file()
    assert (find_resources() / "icon" / "mark.svg").is_file()


def test_an_installed_package_has_them_inside(tmp_path):
    inside = tmp_path / "atom_desktop" / "resources"
    inside.mkdir(parents=True)
    assert find_resources(tmp_path / "atom_desktop") == inside


def test_the_wheel_carries_them_to_where_they_are_looked_for(project_root):
    settings = tomllib.loads((project_root / "pyproject.toml").read_text("utf-8"))
    wheel = settings["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"resources": "atom_desktop/resources"}
