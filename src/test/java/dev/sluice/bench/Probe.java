package dev.sluice.bench;
import java.util.SplittableRandom;
public final class Probe {
    public static void main(String[] a) {
        System.setProperty("ai.djl.pytorch.num_threads", "1"); System.setProperty("ai.djl.offline","true");
        Digits train = Digits.draw(20000, 1), test = Digits.draw(5000, 2);
        for (int i : new int[]{0,1,2,3}) { System.out.println(train.labels()[i]); for (int y=0;y<14;y++){StringBuilder b=new StringBuilder(); for(int x=0;x<14;x++) b.append(" .:-=+*#%@".charAt(Math.max(0,Math.min(9,(int)(train.pixels()[i][y*14+x]*10))))); System.out.println(b);} }
        int steps = Integer.parseInt(a[0]);
        for (LabelNoise n : LabelNoise.values()) for (double r : new double[]{0,.2,.4}) {
            int[] given = n.labels(train, r, new SplittableRandom(3));
            int wrong=0; for (int i=0;i<given.length;i++) wrong += given[i]!=train.labels()[i]?1:0;
            long t=System.nanoTime();
            double acc, per;
            try (Net net = Net.train(TrainingRows.of(train.pixels(), given), steps, 1)) { acc = net.accuracy(test); }
            int[] keep = java.util.stream.IntStream.range(0,20000).filter(i->given[i]==train.labels()[i]).toArray();
            try (Net net = Net.train(TrainingRows.of(train.pixels(), given).select(keep), steps, 1)) { per = net.accuracy(test); }
            System.out.printf("%s %.1f wrong %.3f raw %.4f perfect %.4f  %.1f s%n", n, r, wrong/20000.0, acc, per, (System.nanoTime()-t)/2e9);
        }
    }
}
