"""Answers that a language model writes from quotes: optional, off by default, each sentence checked.

the answer in quotes ─> numbered sources ─> a server that speaks OpenAI's interface (kb.generation.asking)
                                                    │  text, taken as data
sentences whose quotes support them <─ kb.generation.supporting <─ drafts (kb.generation.drafts)
"""
