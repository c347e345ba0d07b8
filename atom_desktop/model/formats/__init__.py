"""The files of other task programs, and ATOM's own: read into drafts, written from tasks."""
