"""The seam to the network: steps told, corrections kept."""

from measurements import Level
from studies.radiograph import View
from webapp import analysis


def test_every_step_is_told_with_a_growing_share(session, truth, monkeypatch):
    monkeypatch.setattr(analysis, "segmenter", lambda: truth)
    told = []
    analysis.analyse(session, lambda step, share: told.append((step, share)))

    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1
    assert any("left-bending" in step for step, _ in told)


def test_a_named_lowest_vertebra_survives_a_new_analysis(session, truth, monkeypatch):
    monkeypatch.setattr(analysis, "segmenter", lambda: truth)
    analysis.analyse(session, lambda step, share: None)
    session.name_lowest(View.CORONAL, Level.L4)
    analysis.analyse(session, lambda step, share: None)

    assert session.findings.films[View.CORONAL].vertebrae[-1].level is Level.L4
    assert session.findings.films[View.LEFT_BENDING].vertebrae[-1].level is Level.L5
