# The layout of Markdown that `make prose` asks for: all rules of markdownlint but those named here.
all
# A paragraph is a line or a few, however long: viewers break it.
exclude_rule 'MD013'
# Answers are folded into <details>, which Markdown has no sign for.
exclude_rule 'MD033'
# Headings may ask.
rule 'MD026', punctuation: '.,;:!'
# Lists count: 1. 2. 3.
rule 'MD029', style: 'ordered'
