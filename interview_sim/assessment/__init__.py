"""What it was worth: self-ratings, marks, scorecard and calibration."""
