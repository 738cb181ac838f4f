package dev.zoetrope.dataset;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The orientation of the camera when it took a picture, from the EXIF data of a JPEG file.
 *
 * @param swapsSides whether rows of the file are columns of the picture; applied first
 * @param flipsX whether columns run from right to left
 * @param flipsY whether rows run from the bottom to the top
 */
record Orientation(boolean swapsSides, boolean flipsX, boolean flipsY) {

  /** No change. */
  static final Orientation UPRIGHT = new Orientation(false, false, false);

  private static final int SOI = 0xFFD8;
  private static final int APP1 = 0xFFE1;
  private static final int START_OF_SCAN = 0xFFDA;
  private static final int EXIF = 0x45786966;
  private static final int EXIF_HEADER = 6;
  private static final int TAG = 0x0112;
  private static final int ENTRY = 12;

  /** Returns the orientation of a picture; upright if the file does not say. */
  static Orientation of(Path file) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
      return of(tag(new DataInputStream(raw)));
    } catch (IOException | RuntimeException e) {
      return UPRIGHT; // the rest of the file may still be readable
    }
  }

  private static Orientation of(int tag) {
    return switch (tag) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, true, false);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, false, true);
      default -> UPRIGHT;
    };
  }

  /** Searches the segments before the picture; returns 0 if there is no tag. */
  private static int tag(DataInputStream in) throws IOException {
    if (in.readUnsignedShort() != SOI) {
      return 0;
    }
    int marker = in.readUnsignedShort();
    while (marker >>> 8 == 0xFF && marker != START_OF_SCAN) {
      int length = in.readUnsignedShort() - 2;
      byte[] segment = in.readNBytes(length);
      if (marker == APP1 && length > EXIF_HEADER + 8) {
        ByteBuffer exif = ByteBuffer.wrap(segment);
        if (exif.getInt() == EXIF) {
          return tag(ByteBuffer.wrap(segment, EXIF_HEADER, length - EXIF_HEADER).slice());
        }
      }
      marker = in.readUnsignedShort();
    }
    return 0;
  }

  /** Searches the first directory of EXIF's TIFF structure. */
  private static int tag(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY;
      if ((tiff.getShort(entry) & 0xffff) == TAG) {
        return tiff.getShort(entry + 8);
      }
    }
    return 0;
  }
}
