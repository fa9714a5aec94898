"""Grows scikit-learn's forest on the rows that stdin gives as JSON; prints CPU seconds and importances as JSON."""

import json
import sys
import time

import numpy
import sklearn
from scipy.sparse import csc_matrix
from sklearn.ensemble import RandomForestClassifier

asked = json.load(sys.stdin)
starts = numpy.cumsum([0] + [len(row) for row in asked["rows"]])
cells = numpy.fromiter((cell for row in asked["rows"] for cell in row), dtype=numpy.int32)
owners = numpy.repeat(numpy.arange(len(asked["rows"])), numpy.diff(starts))
ones = numpy.ones(len(cells), dtype=numpy.float32)
matrix = csc_matrix((ones, (owners, cells)), shape=(len(asked["rows"]), asked["columns"]))
labels = numpy.array(asked["labels"])
runs = []
for seed in asked["seeds"]:
    forest = RandomForestClassifier(n_estimators=200, n_jobs=1, random_state=seed)
    before = time.process_time()
    forest.fit(matrix, labels)
    runs.append(
        {
            "cpuSeconds": time.process_time() - before,
            "importances": forest.feature_importances_.tolist(),
        }
    )
json.dump({"version": sklearn.__version__, "runs": runs}, sys.stdout)
