"""`python -m interview_sim.cli`."""

from interview_sim.cli.main import main

main()
