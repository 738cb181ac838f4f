package dev.zoetrope.recording;

import java.nio.ByteBuffer;
import java.util.List;

/** Stores what is known of a frame's step: one row of the array {@code training}. */
final class TrainingEncoder implements FrameEncoder {

  /** The columns of the array, in its order. */
  static final List<String> COLUMNS = List.of("step", "epoch", "loss", "accuracy", "checkpoint");

  static final int STEP = 0;
  static final int EPOCH = 1;
  static final int LOSS = 2;
  static final int ACCURACY = 3;
  static final int CHECKPOINT = 4;

  private int checkpoints;

  @Override
  public void encode(Frame frame, ByteBuffer slice) {
    slice.putDouble((double) frame.step());
    slice.putDouble((double) frame.epoch());
    slice.putDouble(frame.loss());
    slice.putDouble(frame.accuracy());
    slice.putDouble(frame.weights().isPresent() ? checkpoints++ : Double.NaN);
  }
}
