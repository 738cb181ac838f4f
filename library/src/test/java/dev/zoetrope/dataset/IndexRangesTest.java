package dev.zoetrope.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexRangesTest {

  @Test
  void numbersComeInTheOrderGiven() {
    assertThat(IndexRanges.parse("0-2,7")).containsExactly(0, 1, 2, 7);
    assertThat(IndexRanges.parse("7, 0-2 ,4-4")).containsExactly(7, 0, 1, 2, 4);
    assertThat(IndexRanges.parse("007")).containsExactly(7);
    assertThat(IndexRanges.parse("999999998-999999999")).containsExactly(999_999_998, 999_999_999);
    assertThat(IndexRanges.parse("0-9999")).hasSize(10_000).endsWith(9_998, 9_999);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "1-", "1--2", "1-2-3", "1,,2", "1,", "1 - 2", "1.5", "٣"})
  void otherTextIsRefused(String text) {
    assertRefused(text, "\"" + text + "\" are not numbers; write them as in 0-499,1000");
  }

  @Test
  void mistakesAreExplained() {
    assertRefused("3,9-5", "\"9-5\" runs backwards; write 5-9");
    assertRefused("4,0-9", "4 appears twice in \"4,0-9\"");
    assertRefused("1,1", "1 appears twice in \"1,1\"");
    assertRefused(
        "9999999999", "\"9999999999\" are not numbers; write them as in 0-499,1000"); // above int
  }

  /** Before they take memory. */
  @Test
  void tooManyAreRefused() {
    assertRefused("0-999999999", "\"0-999999999\" is more than 10000000 numbers");
    assertRefused("5,10-10000009", "\"5,10-10000009\" is more than 10000000 numbers");
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> IndexRanges.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
