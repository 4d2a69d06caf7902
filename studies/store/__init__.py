"""Studies kept between sessions: their rows in a database, their films as files beside it.

The rooms::

    installation.py  where an installation keeps studies, and whether the environment says so
    choices.py       what people chose for an installation, as files it reads again
    kept.py          what of a study is kept, as values
    store.py         studies kept, found, opened and deleted
    film_files.py    films as files, named by their content
    rows.py          values to rows of the database, and back
    tables.py        the tables
    database.py      the database opened, brought up to date, and cleaned of what was deleted
    migrations/      how its tables came to be as they are, run at opening
    key.py           the key under which patients are recognised
    private.py       files and folders that only their owner can read
    errors.py        why a study cannot be kept or opened, in one sentence each

The only package that knows SQLModel, SQLAlchemy and Alembic. A film is kept as it was uploaded, so
it holds whatever its header says of the patient. Beside the films nothing does, except what people
typed and called their files: no name, number or day of birth that a header states is in any column,
file name or address.
"""
