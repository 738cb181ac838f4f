package dev.zoetrope.pass;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import dev.zoetrope.hooks.Networks;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BoundsTest {

  private static final List<Block> ACTIVATIONS =
      List.of(
          Activation.tanhBlock(),
          Activation.sigmoidBlock(),
          Activation.softSignBlock(),
          Activation.relu6Block(),
          Activation.reluBlock(),
          Activation.leakyReluBlock(0.1f),
          Activation.eluBlock(1),
          Activation.seluBlock(),
          Activation.geluBlock(),
          Activation.swishBlock(1),
          Activation.mishBlock(),
          Activation.softPlusBlock());

  @Test
  void everyActivationStaysWithinItsBoundAndGetsCloseToIt() {
    try (Model model = Networks.model(new SequentialBlock())) {
      NDManager manager = model.getNDManager();
      NDArray wide = manager.create(new float[] {-1e4f, -50, -6, -1, 0, 1, 5.9f, 6, 50, 1e4f});
      int bounded = 0;
      for (Block activation : ACTIVATIONS) {
        float[] values =
            activation
                .forward(new ParameterStore(manager, false), new NDList(wide), false)
                .head()
                .toFloatArray();
        double largest = 0;
        for (float value : values) {
          largest = Math.max(largest, Math.abs(value));
        }
        OptionalDouble bound = Bounds.of(activation);
        if (bound.isPresent()) {
          assertThat(largest).isBetween(0.99 * bound.getAsDouble(), bound.getAsDouble());
          bounded++;
        } else {
          assertThat(largest).as(activation.toString()).isGreaterThan(1000);
        }
      }
      assertThat(bounded).isEqualTo(4);
    }
  }

  @Test
  void aSequenceHasTheBoundOfItsLastBlock() {
    SequentialBlock sequence = new SequentialBlock().add(Activation.relu6Block());
    assertThat(Bounds.of(sequence)).hasValue(6);
    assertThat(Bounds.of(sequence.add(BatchNorm.builder().build()))).isEmpty();
  }
}
