# SPDX-License-Identifier: MIT
"""Made the numbers of trend_test.cpp: quasi-Poisson regression of monthly totals on years, with
an effect a calendar month, by iteratively reweighted least squares on the full design matrix."""
import numpy

# 2017-10 to 2020-01 without 2018-03 and 2019-06.
counts = numpy.array([112, 97, 105, 88, 92, 0, 101, 119, 124, 131, 127, 118, 121, 99, 117, 97, 85,
                      108, 117, 122, 0, 139, 150, 121, 138, 109, 116, 103])
months = numpy.array([m for m in range(28) if m not in (5, 20)])
y = counts[months].astype(float)
years = (months - months.mean()) / 12
calendar = (months + 9) % 12
design = numpy.column_stack([calendar == c for c in range(12)] + [years]).astype(float)
beta = numpy.linalg.lstsq(design, numpy.log(y), rcond=None)[0]
for _ in range(50):
    mu = numpy.exp(design @ beta)
    working = design @ beta + (y - mu) / mu
    beta = numpy.linalg.solve(design.T @ (mu[:, None] * design), design.T @ (mu * working))
mu = numpy.exp(design @ beta)
scale = ((y - mu) ** 2 / mu).sum() / (len(y) - design.shape[1])
covariance = scale * numpy.linalg.inv(design.T @ (mu[:, None] * design))
print(f"origin {months.mean():.15g} slope {beta[-1]:.15g} se {covariance[-1, -1] ** 0.5:.15g}")
print(f"October {numpy.exp(beta[9]):.15g} pearson {scale:.15g}")
