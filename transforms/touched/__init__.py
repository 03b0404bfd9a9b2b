"""Which articles a change of seeds can touch: all others keep their rows, as coding them anew would give the same.

An article is coded by itself, from its words (the title's among them) and its day alone; one without a day is seen from
the day of the run, which only a coding anew moves on. A line of the seeds acts on it only through a look-up
that finds the line by words that stand in the article: in the text, or as the base form of one of its words. So an
article in which no changed line finds its words, neither as the line was nor as it is, meets the same lines as before,
in the same order, and gives the same rows. `tables.TABLES` says for each file where those words stand. Whatever is not
declared there, a line whose words can't be told and lines that change places touch everything.

How the uses that are no plain look-up are covered:
- Of several lines found by the same words, one is picked, or none (ambiguous aliases, the first line, the longest
  name, the most words). All of them are found by words that the article holds; the order of lines that stay is checked.
- What is composed ("Turkish army" for "the army" in an article about Turkey) may be an alias of a body: that alias is
  also found by the role noun that it is composed with (`_composed`), in articles that name the country.
- A term of office is found by the titles of the office, by "leader" and "counterpart" where the office governs, in
  articles that name its country (or whoever is put above it, as who heads an international body), and by its holder; in
  articles of its days. A leader's line other than in its aliases changes the terms, too. A short name
  is found by itself, and changes with the body that it names.
- Countries act without a word of theirs (a town's police is of its country): of them only names, adjectives but the
  first, inhabitants, capitals and seats may change; offices only in their titles. So does the European Union: it is
  "Brussels".
- Which sentences are parsed is decided by single words in any form that they could have (`Promise`): the index of an
  article holds all base forms of its words, and tables of which `Promise` asks a part of a phrase are declared `apart`.
- `lexicon/lemmas.csv` changes the base form of the form that it names; the index has base forms as they were coded by.
- Numbers are found by a pattern made of all qualifiers, vague words and currencies: longer words win, but only where
  they stand. Lines of signs without a letter touch everything.
- Boilerplate, the ontology's types and modes, and `cities.parquet` touch everything. Copies have no rows to code.
"""

from transforms.touched.changes import touching
from transforms.touched.index import Touch, index_of, touched
from transforms.touched.tables import NOT_CODED_BY, TABLES

__all__ = ["NOT_CODED_BY", "TABLES", "Touch", "index_of", "touched", "touching"]
