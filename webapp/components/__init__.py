"""What pages are made of.

::

    skeleton.py      the frame of every page: title, body, errors as advice, notice
    drop_zone.py     where films and sample studies come in
    study_choice.py  which study is meant, where several were dropped
    analysing.py     how far the analysis is, and the way out of it
    film_card.py     one film before analysis: its picture, view and side
    film_editor.py   a film to look at and to correct, with film_editor.html, .css and .js
    film_compare.py  two films at the same levels, with film_compare.html, .css and .js
    visit_list.py    which studies of a patient are compared
    film_viewer.py   films beside each other on one vertebra, and the way into a bend, likewise
    browser.py       components that the browser draws; film_stage.js is what their scripts share,
                     film_words.py what they say
    media.py         pictures at an address, for what draws them itself
    keep.py          whether a study is kept, its label, and what keeps it from being kept
    lowest_level.py  naming the lowest vertebra of a film
    other_settings.py  by which settings a study is measured, where that needs saying
    setting_fields.py  a field for each setting, and the draft they fill
    review.py        who corrected a film, and who confirms it
    practice.py      a case measured blind, out of film_choice.py, measurement.py,
                     measuring_film.py (with .html, .css and .js), score_card.py and rules.py
    class_desk.py    a learner's place in a class; class_results.py what the class did
    teacher.py       which layers of the truth are shown
    cautions.py      warnings with their remedies
    empty.py         what a page says while there is nothing to show
"""
