"""A parametric trunk, bent as a chain of rigid vertebrae and projected onto film."""
