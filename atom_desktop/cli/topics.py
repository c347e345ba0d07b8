"""Help that belongs to no single verb, such as `atom help query`."""

from typing import Final

_QUERY: Final = """\
What `atom list`, `atom count` and --query can be asked for. Without a word about the status, the
trash or the archive, a query finds what is open.

  milk                      milk in title or notes, also as the beginning of a word
  "oat milk"                these words in this order
  title:milk                in the title alone; notes: in the notes
  #Home                     in the project, also #"Release 2.0"; section = Kitchen
  @errand                   with the label
  p1                        of this priority; priority above 3
  due today                 a day in words or as 2026-12-01; also start, deadline, created,
                            changed, done
  due before friday         before, after, on, by, since; < <= > >= work too
  overdue                   due in the past
  no due                    has and no: notes, project, label, due, reminder, subtasks, ...
  is blocked                is: blocking, recurring, deferred, someday, trashed, archived
  status done               open, waiting, done, cancelled or any

  milk or bread             and is what stands between conditions anyway
  not @errand               also -@errand
  (p1 or p2) and today      brackets
  today sort by due         sort by priority desc, title; limit 10

Quote a query for the shell: atom list "#Home and due before friday"
"""
TOPICS: Final = {"query": _QUERY}
