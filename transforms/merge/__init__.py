"""The same event told more than once becomes one event with all its mentions; an article and its copies one story."""
