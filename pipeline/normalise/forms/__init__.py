"""Article 7 reports as States send them: documents read by titles and labels, confirmed by a
person.
"""
