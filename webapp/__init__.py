"""What a person sees: the only package that imports Streamlit.

The rooms::

    icon.png, logo.svg   the mark of the browser tab and of the page
    pages/           each file one page, read from top to bottom; `skeleton` frames them all
    components/      what pages are made of: film cards, the film viewer, tables, notices
    session.py       the one study a browser session holds
    keeping.py       the study kept between sessions: saved, opened by its address, deleted
    upload.py        files in: films of the one study there is, or studies to choose from
    language.py      in which language a session is spoken to
    choices.py       the settings a session goes by, and how they are saved
    analysis.py      the network in the background: a study handed over, followed, taken up
    memory.py        memory given back once an analysis or a visit has ended
    editing.py       what the film editor in the browser asks for, done to the session
    scene.py         pure: a film and what is marked on it, as the editor draws it
    aligned_scene.py pure: films beside each other and the way into a bend, as the viewer draws them
    errors.py        the one place that turns an exception into advice
    words.py         what the app calls the views, sides and curves
    setting_words.py pure: what each setting is and what changes with it
    picture.py       pure: a film to a grey picture of screen size
    visits.py        the studies of one patient that are compared from day to day
    placed_film.py   pure: where a film of an alignment lies on the screen
    compare_scene.py pure: two films at the same levels, as the comparison in the browser draws them
    trend_plot.py    pure: each curve's angle from day to day with its error, as a Plotly figure
    follow_up_tables.py  pure: what became of each curve, as tables and sentences
    bend_plot.py     pure: how each curve moves from film to film, as a Plotly figure
    tables.py        pure: findings to tables
    exports.py       pure: findings to files named by their content
    methods.py       pure: what each number is, with its source and limits

No page imports PyTorch: `analysis` reaches for it when the first film is analysed.
"""
