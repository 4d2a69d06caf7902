"""A study in and out: films read, analysed, judged and reported.

The rooms, films in::

    intake.py        whatever was dropped, sorted into studies before a pixel is decoded
    archive.py       the files of a ZIP archive, within bounds
    dropped.py       a file as a person brings it, and why one was turned away
    read.py          a file's bytes in, a Radiograph out; never trusts the file's extension
    dicom.py         a DICOM file to a Radiograph
    greyscale.py     stored DICOM values to a film on which bone is bright
    codestream.py    what a compressed picture says about itself, before it is decoded
    header.py        values of a DICOM header that may be absent, empty or malformed
    picture.py       a PNG, JPEG, TIFF or BMP file to a Radiograph
    colour.py        which colour pictures are films all the same
    size.py          how large a film may be, checked before anything is decoded
    spacing.py       millimetres a pixel, and how far to trust them
    side.py          which edge of the image is the patient's right
    view.py          which film of the study this might be, and which words say so
    radiograph.py    the film as every other part sees it
    notice.py        what every page and every export says
    errors.py        why a film was refused, in one sentence each

The rooms, study out::

    findings.py      what was found on a film and on a study
    analyse.py       films to findings, and findings again once something was corrected
    follow_up.py     curves from day to day; in words and as JSON in follow_up_document.py,
                     as CSV in follow_up_table.py
    alignment.py     films laid over one another, on the lowest vertebra they share
    morph.py         the standing spine on its way into a bend, drawn and not measured
    fulcrum.py       what an operation used of the flexibility over a fulcrum
    edit.py          one correction by a person, and the signature under it
    history.py       corrections carried out in order, with a way back
    gates.py         what a reader has to check before trusting the findings
    json_schema.py   findings to JSON and back, versioned
    settings_file.py conventions and thresholds from a small file
    history_json.py  corrections with their way back to JSON and back
    store/           studies kept between sessions
    table.py         curves as CSV
    overlay.py       a film with its measurements drawn on it
    report.py        the report as PDF

Knows DICOM. Does not know Streamlit. A patient's name never leaves the file it came in: it is in
no name, message, note or log of this package.
"""
