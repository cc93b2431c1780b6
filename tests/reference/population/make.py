"""Reference tables for population synthesis, from an independent program: humanleague 2.4.5 (PyPI) and numpy.

Writes ipf.json: seed tables, marginals and the fitted table by humanleague.ipf; checked here against a plain numpy IPF.
Writes qis.json: integer tables by humanleague.qis / qisi for the same marginals (other samplers give other tables: what must
agree is every marginal, exactly; chi-square is humanleague's own measure of closeness to the expected table).
Integers by marginals only, no personal data.
"""
import csv, json
from pathlib import Path
import numpy as np
import humanleague as hl

here = Path(__file__).resolve().parent
rng = np.random.default_rng(20261127)


def numpy_ipf(seed, marginals, indices, rounds=20000, tol=1e-13):
    x = seed.astype(float).copy()
    for _ in range(rounds):
        worst = 0.0
        for m, idx in zip(marginals, indices):
            axes = tuple(a for a in range(x.ndim) if a not in idx)
            s = x.sum(axis=axes)
            f = np.divide(m, s, out=np.zeros_like(s), where=s > 0)
            worst = max(worst, np.abs(m - s).max())
            x *= np.expand_dims(f, axes)
        if worst < tol * x.sum():
            break
    return x


def case(name, shape, indices, zeros=0.0, total=5000):
    truth = rng.multinomial(total, rng.dirichlet(np.full(np.prod(shape), 0.5))).reshape(shape)
    seed = rng.uniform(0.2, 3.0, shape)
    if zeros:
        hole = (rng.uniform(size=shape) < zeros) & (truth == 0)
        seed[hole] = 0.0
    marginals = [truth.sum(axis=tuple(a for a in range(len(shape)) if a not in idx)).astype(float) for idx in indices]
    result = hl.ipf(seed, [np.array(i) for i in indices], marginals)
    table, info = result if isinstance(result, tuple) else (result["result"], result)
    mine = numpy_ipf(seed, marginals, indices)
    ints = [m.astype(int) for m in marginals]
    q = hl.qis([np.array(i) for i in indices], ints)
    qtable, qinfo = q if isinstance(q, tuple) else (q["result"], q)
    worst = max(int(np.abs(qtable.sum(axis=tuple(a for a in range(len(shape)) if a not in idx)) - m).max()) for m, idx in zip(ints, indices))
    return {"name": name, "shape": list(shape), "indices": [list(i) for i in indices],
            "seed": seed.ravel().tolist(), "marginals": [m.ravel().astype(int).tolist() for m in marginals],
            "ipf": mine.ravel().tolist(), "humanleague_max_difference": float(np.abs(table - mine).max()),
            "qis": qtable.ravel().astype(int).tolist(),
            "qis_max_marginal_error": worst, "qis_info": {k: float(v) for k, v in qinfo.items() if isinstance(v, (int, float, bool))} if isinstance(qinfo, dict) else {}}


cases = [case("two_way", (7, 5), [(0,), (1,)]),
         case("zone_sex_age", (12, 2, 17), [(0, 1), (1, 2)]),
         case("zone_sex_age_ethnicity", (6, 2, 9, 5), [(0, 1, 2), (0, 3), (2, 3)]),
         case("with_structural_zeros", (8, 6), [(0,), (1,)], zeros=0.3),
         case("small_counts", (20, 2, 10), [(0, 1), (2,)], total=60)]

# London: LSOA x sex, sex x age band, from the official estimates
rows = list(csv.DictReader(open(here.parents[2].parent / "shared/data/population/london_lsoa2011_mid2020.csv", encoding="utf-8-sig")))
rows = [r for r in rows if r["LAD11NM"] == "Camden"]
bands = ["0-15", "16-29", "30-44", "45-64", "65+"]
num = lambda s: int(s.replace(",", ""))
full = np.array([[[num(r[f"{s}_{b}"]) for b in bands] for s in ("Males", "Females")] for r in rows])
seed = np.ones(full.shape)
indices = [(0, 1), (1, 2)]
marginals = [full.sum(axis=2).astype(float), full.sum(axis=0).astype(float)]
cases.append({"name": "camden_2020_lsoa_sex_by_sex_age", "shape": list(full.shape), "indices": [list(i) for i in indices],
              "zones": [r["LSOA11CD"] for r in rows], "seed": "ones", "marginals": [m.astype(int).ravel().tolist() for m in marginals],
              "ipf": numpy_ipf(seed, marginals, indices).ravel().tolist(), "recorded": full.ravel().tolist()})
(here / "ipf.json").write_text(json.dumps({"version": f"humanleague {hl.__version__ if hasattr(hl, '__version__') else hl.version()}, numpy {np.__version__}",
                                          "order": "C (last index fastest)", "cases": cases}, indent=None, separators=(",", ":")) + "\n")
for c in cases:
    print(c["name"], c["shape"], c.get("humanleague_max_difference"), c.get("qis_max_marginal_error"), c.get("qis_info"))
