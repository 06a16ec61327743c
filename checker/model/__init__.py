"""The words that all stages share. Imports nothing but itself, so that every stage and report can import it."""
