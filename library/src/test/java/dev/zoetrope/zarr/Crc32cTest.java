package dev.zoetrope.zarr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Crc32cTest {

  /** RFC 3720, appendix B.4: 32 bytes of zeros give aa 36 91 8a. */
  @Test
  void matchesTheStandard() {
    byte[] chunk = new byte[36];
    Crc32c.append(chunk, 32);
    assertThat(Arrays.copyOfRange(chunk, 32, 36))
        .containsExactly((byte) 0xaa, (byte) 0x36, (byte) 0x91, (byte) 0x8a);
    assertThat(Crc32c.stored(chunk, 32)).isEqualTo(0x8a9136aa);
  }
}
