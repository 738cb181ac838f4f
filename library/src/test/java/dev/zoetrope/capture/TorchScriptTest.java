package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.SymbolBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.hooks.ForwardHooks;
import dev.zoetrope.hooks.HookHandle;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Recording;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Only the inputs and outputs of a TorchScript module are visible; asking for more gives an error
 * that says what to do.
 */
class TorchScriptTest {

  @TempDir private Path folder;
  private Model model;

  /** Writes {@code tanh} as TorchScript and loads it. */
  @BeforeEach
  void load() throws Exception {
    Files.write(folder.resolve("twice.pt"), archive("return torch.tanh(x)"));
    model = Model.newInstance("twice", Device.cpu(), "PyTorch");
    model.load(folder);
  }

  /** The archive that {@code torch.jit.save} makes of a module without parameters. */
  private static byte[] archive(String body) throws IOException {
    String code =
        """
        class Twice(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def forward(self: __torch__.Twice, x: Tensor) -> Tensor:
            %s
        """
            .formatted(body);
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(pickle);
    out.write(new byte[] {(byte) 0x80, 2}); // protocol 2
    out.writeBytes("c__torch__\nTwice\n)"); // the class, and no arguments
    out.write(new byte[] {(byte) 0x81, '}', '(', 'X', 8, 0, 0, 0}); // new; attributes: a string
    out.writeBytes("training");
    out.write(new byte[] {(byte) 0x89, 'u', 'b', '.'}); // false; set them; stop
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "twice/data.pkl", pickle.toByteArray());
      put(zip, "twice/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
      put(zip, "twice/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // an empty tuple
      put(zip, "twice/version", "3\n".getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private Block network() {
    return new SequentialBlock()
        .add(ai.djl.nn.Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(4).build())
        .add(model.getBlock())
        .add(Linear.builder().setUnits(3).build());
  }

  @Test
  void layersInsideAreRefusedWithAdvice() {
    assertThat(model.getBlock()).isInstanceOf(SymbolBlock.class);
    assertThatThrownBy(
            () -> ForwardHooks.on(model.getBlock()).observe((path, inputs, outputs) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("runs . as a whole")
        .hasMessageContaining("with further outputs for what you want to see");
    assertThatThrownBy(() -> BlockSelector.requireMatch(network(), "ptsymbolblock/conv1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("runs 03PtSymbolBlock as a whole");
  }

  @Test
  void itsInputsAndOutputsAreObserved() throws Exception {
    List<String> seen = new ArrayList<>();
    try (HookHandle hooks =
            ForwardHooks.on(model)
                .select(BlockSelector.root())
                .observe((path, inputs, outputs) -> seen.add(path + outputs.head().getShape()));
        var predictor = model.newPredictor(new ai.djl.translate.NoopTranslator())) {
      assertThat(hooks.paths()).containsExactly(".");
      predictor.predict(new NDList(model.getNDManager().ones(new Shape(2, 3))));
    }
    assertThat(seen).containsExactly(".(2, 3)");
  }

  @Test
  void itsOutputIsRecordedWithinANetworkThatTrains() throws Exception {
    Path path = folder.resolve("a.zarr");
    try (Model trained = Networks.model(network());
        Trainer trainer =
            trained.newTrainer(
                Networks.config(
                    ActivationRecorder.to(path)
                        .probes(Networks.probes())
                        .precision(dev.zoetrope.recording.Precision.FLOAT32)
                        .build()))) {
      trainer.initialize(new Shape(Networks.BATCH, 1, 8, 8));
      EasyTrain.fit(trainer, 1, Networks.dataset(trainer.getManager()), null);
    }
    try (Recording recording = Recording.open(path)) {
      float[] before = recording.activation("02Linear", 4);
      float[] after = recording.activation("03PtSymbolBlock", 4);
      for (int i = 0; i < before.length; i++) {
        assertThat(after[i])
            .isCloseTo((float) Math.tanh(before[i]), org.assertj.core.data.Offset.offset(1e-6f));
      }
    }
  }
}
