package dev.sluice.cli;

/** Words of other people, for a line of ours: without line ends, and without what a terminal would act on. */
final class PlainWords {

    private PlainWords() {}

    static String of(String words) {
        return words.replaceAll("[\\s\\p{Cntrl}\\p{Cf}]+", " ").strip();
    }
}
