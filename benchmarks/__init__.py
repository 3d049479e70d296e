"""Speed and quality measured as ratios against named baselines in one run."""
