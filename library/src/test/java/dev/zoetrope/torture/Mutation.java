package dev.zoetrope.torture;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Ways to damage one file of a recording, each decided by a random number. */
enum Mutation {
  FLIP_BITS {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      byte[] damaged = file.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return damaged;
    }
  },
  TRUNCATE {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      return java.util.Arrays.copyOf(file, random.nextInt(file.length + 1));
    }
  },
  EXTEND {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      byte[] longer = java.util.Arrays.copyOf(file, file.length + 1 + random.nextInt(2000));
      for (int i = file.length; i < longer.length; i++) {
        longer[i] = (byte) random.nextInt(256);
      }
      return longer;
    }
  },
  OVERWRITE_BYTES {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      byte[] damaged = file.clone();
      int from = random.nextInt(file.length + 1);
      int to = Math.min(file.length, from + 1 + random.nextInt(64));
      for (int i = from; i < to; i++) {
        damaged[i] = (byte) random.nextInt(256);
      }
      return damaged;
    }
  },
  EDIT_NUMBER {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      return replaceToken(file, NUMBER, NUMBERS, random);
    }
  },
  EDIT_STRING {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      return replaceToken(file, STRING, STRINGS, random);
    }
  },
  EDIT_STRUCTURE {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      List<String> lines = new java.util.ArrayList<>(text(file).lines().toList());
      if (lines.isEmpty()) {
        return file;
      }
      int line = random.nextInt(lines.size());
      switch (random.nextInt(3)) {
        case 0 -> lines.remove(line);
        case 1 -> lines.add(line, lines.get(line));
        default -> lines.add(line, lines.remove(random.nextInt(lines.size())));
      }
      return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }
  },
  NEST_DEEPLY {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      int depth = 1 << random.nextInt(18);
      String nested = "[".repeat(depth) + (random.nextBoolean() ? "]".repeat(depth) : "");
      return replaceToken(file, NUMBER, List.of(nested), random);
    }
  },
  BOMB {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      return Zstd.compress(new byte[1 << 10 + random.nextInt(16)]);
    }
  };

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
  private static final Pattern STRING = Pattern.compile("\"[^\"\\n]*\"");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "63",
          "64",
          "65",
          "255",
          "4096",
          "65536",
          "67108864",
          "2147483647",
          "2147483648",
          "-2147483648",
          "4294967296",
          "9223372036854775807",
          "1e9",
          "1e308",
          "1e400",
          "1e999999999",
          "-0",
          "0.5",
          "NaN",
          "Infinity",
          "null",
          "true",
          "\"7\"",
          "[]",
          "{}",
          "[1]",
          "99999999999999999999999999999999");
  private static final List<String> STRINGS =
      List.of(
          "\"\"",
          "\"..\"",
          "\"../..\"",
          "\"/etc\"",
          "\"layers/..\"",
          "\"layers/.\"",
          "\"layers/dense\"",
          "\"layers/features.conv\"",
          "\"int8\"",
          "\"float16\"",
          "\"float32\"",
          "\"int64\"",
          "\"group\"",
          "\"array\"",
          "\"zstd\"",
          "\"bytes\"",
          "\"big\"",
          "\"NaN\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "7",
          "null",
          "true",
          "[]",
          "{}");

  abstract byte[] apply(byte[] file, SplittableRandom random);

  private static String text(byte[] file) {
    return new String(file, StandardCharsets.UTF_8);
  }

  /** Replaces one place that matches; a file without one is left as it is. */
  private static byte[] replaceToken(
      byte[] file, Pattern token, List<String> replacements, SplittableRandom random) {
    String text = text(file);
    List<MatchResult> places = token.matcher(text).results().toList();
    if (places.isEmpty()) {
      return file;
    }
    MatchResult place = places.get(random.nextInt(places.size()));
    String replacement = replacements.get(random.nextInt(replacements.size()));
    return (text.substring(0, place.start()) + replacement + text.substring(place.end()))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns whether this only makes sense for text. */
  boolean ofText() {
    return switch (this) {
      case EDIT_NUMBER, EDIT_STRING, EDIT_STRUCTURE, NEST_DEEPLY -> true;
      default -> false;
    };
  }

  /** Damages a file and returns what it held. */
  static byte[] damage(Path file, Mutation mutation, SplittableRandom random) throws IOException {
    byte[] sound = Files.readAllBytes(file);
    Files.write(file, mutation.apply(sound, random));
    return sound;
  }
}
