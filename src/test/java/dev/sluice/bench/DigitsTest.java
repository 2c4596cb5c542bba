package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DigitsTest {

    /** The generator is frozen: figures in the README are about exactly these digits. */
    @Test
    void shouldDrawTheSameDigitsForEver() throws Exception {
        Digits digits = Digits.draw(300, 1);
        MessageDigest sum = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < digits.size(); i++) {
            ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * Digits.PIXELS).putInt(digits.labels()[i]);
            for (float pixel : digits.pixels()[i]) {
                bytes.putFloat(pixel);
            }
            sum.update(bytes.array());
        }
        assertThat(HexFormat.of().formatHex(sum.digest())).startsWith("0060aacc2af7dd07");
    }

    @Test
    void shouldDrawEveryDigitAboutAsOften() {
        int[] counts = new int[Digits.CLASSES];
        for (int label : Digits.draw(5_000, 2).labels()) {
            counts[label]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(400, 600);
        }
    }

    @Test
    void shouldDrawOtherDigitsForAnotherSeed() {
        assertThat(Digits.draw(5, 1).pixels()).isNotEqualTo(Digits.draw(5, 2).pixels());
    }
}
