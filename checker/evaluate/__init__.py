"""Rules over subjects: `load` reads rule files and checks them on arrival, `run` judges subjects and gives findings."""
