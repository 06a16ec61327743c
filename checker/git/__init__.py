"""What git knows of a folder, asked so that nothing of the repository runs. Importing it costs next to nothing, since a run that is only
shown again imports little else."""
