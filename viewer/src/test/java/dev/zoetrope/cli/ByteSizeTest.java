package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ByteSizeTest {

  @Test
  void readsSizesInUsualNotations() {
    ByteSize size = new ByteSize();
    assertThat(size.convert("10MB")).isEqualTo(10_000_000);
    assertThat(size.convert("1.5 kb")).isEqualTo(1500);
    assertThat(size.convert("8MiB")).isEqualTo(8 << 20);
    assertThat(size.convert("0")).isZero();
    for (String wrong : new String[] {"", "MB", "-1MB", "10 parsecs", "1e9"}) {
      assertThatThrownBy(() -> size.convert(wrong))
          .isInstanceOf(CommandLine.TypeConversionException.class);
    }
  }
}
