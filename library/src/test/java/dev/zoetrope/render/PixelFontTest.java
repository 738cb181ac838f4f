package dev.zoetrope.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PixelFontTest {

  @Test
  void aGlyphMatchesItsDefinition() {
    assertThat(draw("7", 1))
        .isEqualTo(
            """
            #####.
            ....#.
            ...#..
            ...#..
            ..#...
            ..#...
            ..#...
            ......
            ......
            """);
  }

  @Test
  void scaleEnlargesByWholePixels() {
    List<String> lines = draw("T", 2).lines().toList();
    assertThat(lines.get(0)).isEqualTo("##########..");
    assertThat(lines.get(1)).isEqualTo(lines.get(0));
    assertThat(lines.get(2)).isEqualTo("....##......");
    assertThat(PixelFont.width("T", 2)).isEqualTo(10);
  }

  @Test
  void everyCharacterHasItsOwnShape() {
    Set<String> shapes = new HashSet<>();
    for (char c = ' '; c <= '~'; c++) {
      shapes.add(draw(String.valueOf(c), 1));
    }
    assertThat(shapes).hasSize('~' - ' ' + 1);
  }

  @Test
  void missingCharactersAppearAsAQuestionMark() {
    assertThat(draw("語", 1)).isEqualTo(draw("?", 1));
    assertThat(draw("×", 1)).isNotEqualTo(draw("?", 1));
  }

  private static String draw(String text, int scale) {
    int width = text.length() * PixelFont.ADVANCE * scale;
    IndexedImage image = new IndexedImage(width, PixelFont.HEIGHT * scale, new int[256]);
    PixelFont.draw(text, 0, 0, scale, (x, y, w, h) -> image.fill(x, y, w, h, 1));
    StringBuilder art = new StringBuilder();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        art.append(image.pixels()[y * width + x] == 1 ? '#' : '.');
      }
      art.append('\n');
    }
    return art.toString();
  }
}
