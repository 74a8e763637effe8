"""Ratios, measured side by side in one run: ``python -m benchmarks [NAME...]`` from the repository root."""
