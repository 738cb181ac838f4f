package dev.zoetrope.bench;

import java.util.List;
import java.util.Map;

/**
 * What was run, where and when.
 *
 * @param date when it began, ISO 8601
 * @param machine where
 * @param version of Zoetrope
 * @param quick whether it was the short set
 * @param device cpu or gpu
 * @param minutes how long it took
 * @param engines name, version and natives of each engine that was measured, by its short name
 * @param leftOut what was not measured, and why
 */
record RunRecord(
    String date,
    Machine machine,
    String version,
    boolean quick,
    String device,
    double minutes,
    Map<String, String> engines,
    List<String> leftOut) {}
