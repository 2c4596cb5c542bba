package dev.sluice.demo;

/** Ids of the demo's samples: an id names its item, so that whoever sees a decision can look up the truth. */
final class DemoIds {

    private static final String PREFIX = "item-";

    private DemoIds() {}

    static String of(long index) {
        return PREFIX + index;
    }

    static long index(String id) {
        return Long.parseLong(id.substring(PREFIX.length()));
    }
}
