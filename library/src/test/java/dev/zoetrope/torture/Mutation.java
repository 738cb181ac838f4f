package dev.zoetrope.torture;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

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
      return Arrays.copyOf(file, random.nextInt(file.length + 1));
    }
  },
  EXTEND {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      byte[] longer = Arrays.copyOf(file, file.length + 1 + random.nextInt(2000));
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
      List<String> lines = new ArrayList<>(text(file).lines().toList());
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
  REPEAT_KEY {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      String text = text(file);
      List<MatchResult> keys = KEY.matcher(text).results().toList();
      if (keys.isEmpty()) {
        return file;
      }
      MatchResult key = keys.get(random.nextInt(keys.size()));
      String again = key.group() + " " + NUMBERS.get(random.nextInt(NUMBERS.size())) + ",\n";
      return (text.substring(0, key.start()) + again + text.substring(key.start()))
          .getBytes(StandardCharsets.UTF_8);
    }
  },
  BOMB {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      byte[] frame = Zstd.compress(new byte[1 << 10 + random.nextInt(14)]);
      if (random.nextBoolean()) {
        return random.nextInt(4) == 0 ? LARGE_BOMB : frame;
      }
      // A header that claims anything: RFC 8878, section 3.1.1.1.4, a size of eight bytes.
      byte[] claiming = new byte[frame.length + 14];
      ByteBuffer out = ByteBuffer.wrap(claiming).order(ByteOrder.LITTLE_ENDIAN);
      out.putInt(ZSTD).put((byte) 0xE0).putLong(1L << random.nextInt(64));
      out.put(frame, 6, frame.length - 6);
      return claiming;
    }
  },
  ZIP_FIELD {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      byte[] damaged = file.clone();
      ByteBuffer zip = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
      List<Integer> records = zipRecords(zip);
      // Versions, flags (encrypted), method, times, CRC, sizes, lengths, attributes (links),
      // offset.
      int field = records.get(random.nextInt(records.size())) + 4 + random.nextInt(42);
      if (field + Integer.BYTES > damaged.length) {
        return file;
      }
      int other =
          records.get(random.nextInt(records.size())); // the position of another entry: overlap
      int[] values = {0, 1, 8, 9, 99, 0xA1FF0000, 0xFFFF, -1, 0x7FFFFFFF, 0x80000000, other};
      int value = values[random.nextInt(values.length)];
      if (random.nextBoolean()) {
        zip.putInt(field, value);
      } else {
        zip.putShort(field, (short) value);
      }
      return damaged;
    }
  },
  ZIP_NAME {
    @Override
    byte[] apply(byte[] file, SplittableRandom random) {
      byte[] damaged = file.clone();
      ByteBuffer zip = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
      List<Integer> records = zipRecords(zip);
      int record = records.get(random.nextInt(records.size()));
      int name = record + (zip.getInt(record) == CENTRAL ? 46 : 30);
      String[] names = {
        "/etc/passwd", "../../../up", "C:\\windows", "layers/../zarr", "\0", "zarr.json"
      };
      byte[] evil = names[random.nextInt(names.length)].getBytes(StandardCharsets.UTF_8);
      System.arraycopy(
          evil,
          0,
          damaged,
          Math.min(name, damaged.length),
          Math.max(0, Math.min(evil.length, damaged.length - name)));
      return damaged;
    }
  };

  private static final int ZSTD = 0xFD2FB528;

  /**
   * Half a gigabyte of zeros, with a header that says so: blocks of one repeated byte, RFC 8878,
   * section 3.1.1.2.
   */
  private static final byte[] LARGE_BOMB = largeBomb(4096, 128 << 10);

  private static byte[] largeBomb(int blocks, int blockSize) {
    ByteBuffer bomb = ByteBuffer.allocate(13 + 4 * blocks).order(ByteOrder.LITTLE_ENDIAN);
    bomb.putInt(ZSTD).put((byte) 0xE0).putLong((long) blocks * blockSize);
    for (int block = 1; block <= blocks; block++) {
      bomb.putInt(blockSize << 3 | 1 << 1 | (block == blocks ? 1 : 0));
    }
    return bomb.array();
  }

  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final Pattern KEY = Pattern.compile("\"[a-z_]+\":");
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

  private static List<Integer> zipRecords(ByteBuffer zip) {
    List<Integer> records = new ArrayList<>();
    for (int at = 0; at + Integer.BYTES <= zip.capacity(); at++) {
      int magic = zip.getInt(at);
      if (magic == LOCAL || magic == CENTRAL || magic == END) {
        records.add(at);
      }
    }
    return records;
  }

  /** Returns whether this mutation makes sense for the file. */
  boolean suits(Path file) {
    return switch (this) {
      case EDIT_NUMBER, EDIT_STRING, EDIT_STRUCTURE, NEST_DEEPLY, REPEAT_KEY ->
          file.endsWith("zarr.json");
      case ZIP_FIELD, ZIP_NAME -> file.toString().endsWith(".zip");
      default -> true;
    };
  }

  /**
   * Damages a file and returns its previous content. Half of the damaged chunks get a matching
   * checksum, so that later checks are tested too.
   */
  static byte[] damage(Path file, Mutation mutation, SplittableRandom random) throws IOException {
    byte[] sound = Files.readAllBytes(file);
    byte[] damaged = mutation.apply(sound, random);
    if (file.getFileName().toString().startsWith("c.") && random.nextBoolean()) {
      int length = Math.max(0, damaged.length - (mutation == BOMB ? 0 : Integer.BYTES));
      damaged = Arrays.copyOf(damaged, length + Integer.BYTES);
      CRC32C crc = new CRC32C();
      crc.update(damaged, 0, length);
      ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(length, (int) crc.getValue());
    }
    Files.write(file, damaged);
    return sound;
  }
}
