// SPDX-License-Identifier: MIT
#include "wdd_tool/study/batch_worker.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace {

using toolkit::IncidentBatch;
using wdd_tool::BatchWorker;

IncidentBatch batch_of(double x) {
    IncidentBatch batch;
    batch.add(x, 0, {}, 1);
    return batch;
}

TEST(BatchWorker, WorksOnEachBatchOnceAndInOrder) {
    std::vector<double> seen;
    BatchWorker worker([&seen](IncidentBatch& batch) { seen.push_back(batch.x.at(0)); });
    for (const double x : {1.0, 2.0, 3.0, 4.0}) {
        IncidentBatch batch = batch_of(x);
        worker.take(batch);
        EXPECT_EQ(batch.size(), 0U);
    }
    worker.finish();
    EXPECT_EQ(seen, (std::vector<double>{1, 2, 3, 4}));
    worker.finish();
    EXPECT_EQ(seen.size(), 4U);
}

TEST(BatchWorker, WhatTheWorkThrowsReachesTheReader) {
    int tried = 0;
    BatchWorker worker([&tried](IncidentBatch&) {
        ++tried;
        throw std::runtime_error("of this batch");
    });
    IncidentBatch batch = batch_of(1);
    worker.take(batch);
    batch = batch_of(2);
    EXPECT_THROW(worker.take(batch), std::runtime_error);
    EXPECT_EQ(tried, 1);
    EXPECT_NO_THROW(worker.finish());
}

} // namespace
