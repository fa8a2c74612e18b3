"""Danish language: words, stems and lemmas, sentences, dates and the names of committees.

No other module knows Danish morphology. Nothing here depends on the rest of the package.
"""
