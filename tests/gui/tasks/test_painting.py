import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from atom_desktop.gui.tasks import painting as module
from atom_desktop.gui.tasks.painting import Look, RowPainter
from tests.fakes.task_columns import TODAY, made_id

WIDTH = 800


@pytest.fixture
def painter(theme, icons):
    return RowPainter(theme, icons)


def picture(painter, task, look=None, *, width=WIDTH, mirrored=False):
    image = QImage(width, painter.frame.height(width), QImage.Format.Format_RGB32)
    image.fill(painter.theme.colours.surface_base)
    canvas = QPainter(image)
    painter.paint(canvas, painter.ready(task, width, mirrored=mirrored), look or Look())
    canvas.end()
    return image


def inked(image, rect):
    """Tell how many dots in a place differ from the ground."""
    ground = image.pixelColor(2, 2)
    return sum(
        image.pixelColor(x, y) != ground
        for x in range(rect.x(), rect.x() + rect.width())
        for y in range(rect.y(), rect.y() + rect.height() - 1)
    )


def colours(image, rect):
    return {
        image.pixelColor(x, y).name()
        for x in range(rect.x(), rect.x() + rect.width())
        for y in range(rect.y(), rect.y() + rect.height())
    }


@pytest.fixture
def full(index):
    row = index.put(
        1,
        "Write the migration guide",
        priority=1,
        labels=[index.name("label", 1, "deep-work", 30)],
        project=index.name("project", 2, "Release", 225),
        estimate=90,
        due=TODAY,
        deadline={"date": "2026-11-26"},
        notes="x",
    )
    return index.rows().at(row)


@pytest.mark.parametrize("width", [WIDTH, 400])
@pytest.mark.parametrize("mirrored", [False, True])
def test_everything_that_a_row_has_is_painted_in_its_place(painter, full, width, mirrored):
    places = painter.ready(full, width, mirrored=mirrored).places
    image = picture(painter, full, width=width, mirrored=mirrored)
    parts = [places.ring, places.title, *places.signs, *places.labels]
    for part in [*parts, places.project, places.estimate, places.due]:
        assert not part.isEmpty()
        assert inked(image, part) > 10


def test_an_empty_row_paints_only_ring_and_title(painter, index):
    task = index.rows().at(index.put(1, "Plain"))
    places = painter.ready(task, WIDTH).places
    image = picture(painter, task)
    right = places.title.adjusted(places.title.width() + 2, 0, 500, 0)
    assert inked(image, places.title) > 10
    assert inked(image, right) == 0


def test_a_date_has_the_colour_of_its_nearness(painter, full, theme):
    due = painter.ready(full, WIDTH).places.due
    assert theme.colours.due_today.name() in colours(picture(painter, full), due)


def test_a_closed_task_is_quiet_and_struck_through(painter, index, theme):
    task = index.rows().at(index.put(1, "Xxxxxxxx", status="done", due={"date": "2026-11-20"}))
    places = painter.ready(task, WIDTH).places
    image = picture(painter, task)
    assert theme.colours.due_overdue.name() not in colours(image, places.due)
    assert theme.colours.text_tertiary.name() in colours(image, places.due)
    row = places.title.center().y() + 1
    unbroken = max(
        sum(image.pixelColor(x, y).lightness() < 200 for x in range(74, 74 + 40))
        for y in range(row - 4, row + 4)
    )
    assert unbroken == 40


def test_a_blocked_task_says_by_how_many(painter, index):
    index.put(1)
    task = index.rows().at(index.put(2, depends_on=[made_id(1)]))
    ready = painter.ready(task, WIDTH)
    assert ready.signs[-1].words.text.text() == "Blocked by 1"
    assert inked(picture(painter, task), ready.places.signs[-1]) > 50


def test_a_plate_covers_the_line_and_a_focus_is_seen(painter, full, theme):
    plain = picture(painter, full)
    assert plain.pixelColor(400, 33).name() == theme.colours.border_subtle.name()
    plated = picture(painter, full, Look(plate=theme.colours.surface_selected, ruled=False))
    assert plated.pixelColor(400, 33).name() == theme.colours.surface_selected.name()
    focused = picture(painter, full, Look(focused=True))
    assert focused.pixelColor(400, 0).name() == theme.colours.border_focus.name()


def test_one_of_many_selected_has_a_bar(painter, full, theme):
    barred = picture(painter, full, Look(barred=True))
    assert barred.pixelColor(9, 17).name() == theme.colours.accent_base.name()


def test_a_turning_ring_differs_from_one_at_rest(painter, full):
    ring = painter.ready(full, WIDTH).places.ring
    rest, turning = picture(painter, full), picture(painter, full, Look(phase=0.5))
    pointed = picture(painter, full, Look(pointed=True))
    cut = [image.copy(ring) for image in (rest, turning, pointed)]
    assert cut[0] != cut[1]
    assert cut[0] != cut[2]


def test_a_long_title_is_cut_and_knows_it(painter, index):
    rows = index.rows()
    long, short = rows.at(index.put(1, "word " * 80)), rows.at(index.put(2, "word"))
    assert painter.ready(long, WIDTH).elided
    assert painter.ready(long, WIDTH).title.text.text().endswith("…")
    assert not painter.ready(short, WIDTH).elided


def test_a_long_label_is_cut(painter, index):
    row = index.put(1, labels=[index.name("label", 1, "x" * 100)])
    label = painter.ready(index.rows().at(row), WIDTH).places.labels[0]
    assert label.width() < 300


def test_a_row_is_measured_once(painter, full, index):
    first = painter.ready(full, WIDTH)
    assert painter.ready(full, WIDTH) is first
    assert painter.ready(index.rows().at(0), WIDTH) is first
    assert painter.ready(full, WIDTH, mirrored=True) is not first
    assert painter.ready(full, 700).width == 700


def test_what_is_kept_does_not_grow_without_end(painter, index, monkeypatch):
    monkeypatch.setattr(module, "_MOST", 3)
    rows = index.rows()
    for number in range(10):
        painter.ready(rows.at(index.put(number, estimate=number + 1)), WIDTH)
    assert len(painter._ready) <= 3
    assert len(painter._words) <= 3


def test_a_row_of_which_nothing_is_known_is_grey(painter, theme):
    image = QImage(WIDTH, 34, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    canvas = QPainter(image)
    painter.paint_unread(canvas, WIDTH, 0)
    canvas.end()
    assert image.pixelColor(53, 17).name() == theme.colours.surface_chip.name()
    assert image.pixelColor(100, 17).name() == theme.colours.surface_chip.name()


def test_a_dense_screen_gets_dense_pictures(theme, icons, full):
    painter = RowPainter(theme, icons, 2.0)
    image = QImage(WIDTH * 2, 68, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2.0)
    image.fill(QColor("white"))
    canvas = QPainter(image)
    painter.paint(canvas, painter.ready(full, WIDTH), Look())
    canvas.end()
    assert painter._dot(30, square=False).width() == 14
