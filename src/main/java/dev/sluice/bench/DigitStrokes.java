package dev.sluice.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the ten digits are drawn: for each some strokes, each a chain of points in a square of side 1, x to the right and y
 * down. Our own drawing, no font.
 */
final class DigitStrokes {

    private static final int ARC_STEPS = 12;

    private DigitStrokes() {}

    /** Strokes of a digit: [stroke][point][x, y]. */
    static List<double[][]> of(int digit) {
        return switch (digit) {
            case 0 -> strokes(arc(.5, .5, .22, .36, 0, 360));
            case 1 -> strokes(line(.36, .28, .54, .14, .54, .86));
            case 2 -> strokes(join(arc(.5, .33, .22, .19, 190, 400), line(.66, .48, .28, .86, .74, .86)));
            case 3 -> strokes(arc(.47, .32, .21, .18, 210, 450), arc(.47, .68, .24, .18, 270, 510));
            case 4 -> strokes(line(.58, .14, .26, .6, .76, .6), line(.62, .38, .62, .88));
            case 5 -> strokes(join(line(.7, .14, .36, .14, .33, .46), arc(.48, .65, .24, .21, 235, 500)));
            case 6 -> strokes(join(line(.62, .12, .38, .38, .29, .62), arc(.5, .66, .21, .2, 180, 540)));
            case 7 -> strokes(line(.27, .15, .73, .15, .44, .87));
            case 8 -> strokes(arc(.5, .32, .18, .18, 0, 360), arc(.5, .68, .22, .19, 0, 360));
            case 9 -> strokes(arc(.49, .34, .2, .2, 0, 360), line(.69, .36, .66, .62, .5, .88));
            default -> throw new IllegalArgumentException("digit " + digit);
        };
    }

    private static List<double[][]> strokes(double[][]... strokes) {
        return Arrays.asList(strokes);
    }

    private static double[][] line(double... coordinates) {
        double[][] points = new double[coordinates.length / 2][];
        for (int i = 0; i < points.length; i++) {
            points[i] = new double[] {coordinates[2 * i], coordinates[2 * i + 1]};
        }
        return points;
    }

    /** Part of an ellipse, clockwise from an angle to another in degrees; 0 points to the right, 90 down. */
    private static double[][] arc(double x, double y, double across, double down, double from, double to) {
        double[][] points = new double[ARC_STEPS + 1][];
        for (int i = 0; i <= ARC_STEPS; i++) {
            double angle = Math.toRadians(from + (to - from) * i / ARC_STEPS);
            points[i] = new double[] {x + across * StrictMath.cos(angle), y + down * StrictMath.sin(angle)};
        }
        return points;
    }

    private static double[][] join(double[][]... parts) {
        List<double[]> points = new ArrayList<>();
        for (double[][] part : parts) {
            points.addAll(List.of(part));
        }
        return points.toArray(double[][]::new);
    }
}
