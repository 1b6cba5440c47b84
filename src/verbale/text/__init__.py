"""Text without knowledge of any one language: scripts, folding, normalisation, language identification."""
