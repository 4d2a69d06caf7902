import measurements


def test_every_public_name_is_exported_in_order_and_documented():
    exported = measurements.__all__

    assert exported == sorted(exported, key=lambda name: (not name.isupper(), name))
    assert all(getattr(measurements, name).__doc__ for name in exported)
