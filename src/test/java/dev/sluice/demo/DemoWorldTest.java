package dev.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Holds the demo's world to what its essay says. No detector is asked here, and none may be. */
class DemoWorldTest {

    private static final int ITEMS = 40_000;

    private final DemoItem[] items =
            IntStream.range(0, ITEMS).mapToObj(new DemoWorld(1)::item).toArray(DemoItem[]::new);

    @Test
    void shouldHaveAboutAFifthOfWrongLabels() {
        assertThat(share(DemoItem::mislabelled, item -> true)).isBetween(0.18, 0.22);
    }

    @Test
    void shouldHaveAModelThatIsRightInMostCasesButNotAll() {
        assertThat(share(item -> item.predicted() == item.trueLabel(), item -> true))
                .isBetween(0.85, 0.92);
    }

    @Test
    void shouldMislabelSomeClassesMoreThanOthers() {
        double wolves = share(DemoItem::mislabelled, item -> item.trueLabel() == 3);
        double cars = share(DemoItem::mislabelled, item -> item.trueLabel() == 6);

        assertThat(wolves).isGreaterThan(cars + 0.1);
    }

    @Test
    void shouldMislabelMoreOftenWhereTheModelDoubts() {
        double doubtful = share(DemoItem::mislabelled, item -> margin(item) < 1);
        double clear = share(DemoItem::mislabelled, item -> margin(item) > 2);

        assertThat(doubtful).isGreaterThan(clear + 0.1);
    }

    @Test
    void shouldConfuseNeighboursRatherThanStrangers() {
        Predicate<DemoItem> mistaken = item -> item.predicted() != item.trueLabel();
        Predicate<DemoItem> neighbour = item -> item.predicted() == DemoClasses.nearest(item.trueLabel())
                || item.predicted() == DemoClasses.second(item.trueLabel());

        assertThat(share(neighbour, mistaken)).isGreaterThan(0.7);
    }

    @Test
    void shouldHaveWrongLabelsThatTheModelAgreesWith() {
        assertThat(share(item -> item.predicted() == item.givenLabel(), DemoItem::mislabelled))
                .isBetween(0.05, 0.4);
    }

    @Test
    void shouldDrawTheSameItemWheneverItIsAsked() {
        DemoItem again = new DemoWorld(1).item(777);

        assertThat(again.givenLabel()).isEqualTo(items[777].givenLabel());
        assertThat(again.logits()).isEqualTo(items[777].logits());
        assertThat(new DemoWorld(2).item(777).logits()).isNotEqualTo(items[777].logits());
    }

    private static float margin(DemoItem item) {
        float[] sorted = item.logits().clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - 1] - sorted[sorted.length - 2];
    }

    private double share(Predicate<DemoItem> property, Predicate<DemoItem> among) {
        long all = Arrays.stream(items).filter(among).count();
        return Arrays.stream(items).filter(among.and(property)).count() / (double) all;
    }
}
