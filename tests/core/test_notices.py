from atom_desktop.core.bus import Bus
from atom_desktop.core.notices import KEPT, Level, Notice, Notices
from atom_desktop.model.errors import Conflict


def make() -> tuple[Notices, list[Notice]]:
    bus: Bus[Notice] = Bus(lambda error: None)
    heard: list[Notice] = []
    bus.listen(heard.append)
    return Notices(bus), heard


def test_a_notice_is_told_and_kept_under_a_number() -> None:
    notices, heard = make()
    notices.tell(Level.WARNING, "Look.", "There.", "code")
    notices.tell(Level.INFO, "Fine.")
    assert notices.held() == tuple(heard)
    first, second = heard
    assert (first.level, first.message, first.hint, first.code) == (
        Level.WARNING,
        "Look.",
        "There.",
        "code",
    )
    assert (first.number, second.number) == (1, 2)


def test_an_error_is_told_with_what_to_do_about_it() -> None:
    notices, heard = make()
    notices.tell_error(Conflict("Two match.", "Say which.", "ambiguous"))
    assert heard == [
        Notice(
            number=1,
            level=Level.ERROR,
            message="Two match.",
            hint="Say which.",
            code="ambiguous",
        )
    ]


def test_the_oldest_notices_make_room() -> None:
    notices, heard = make()
    for number in range(KEPT + 5):
        notices.tell(Level.INFO, str(number))
    assert len(notices.held()) == KEPT
    assert notices.held()[0].message == "5"
    assert len(heard) == KEPT + 5
