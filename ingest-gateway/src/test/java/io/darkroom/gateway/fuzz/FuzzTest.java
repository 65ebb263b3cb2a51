package io.darkroom.gateway.fuzz;

import io.darkroom.fuzz.Fuzzer;
import io.darkroom.gateway.http.body.BodyMeterFuzz;
import io.darkroom.gateway.http.websocket.WatcherMessageFuzz;
import io.darkroom.gateway.rpc.connect.ConnectFuzz;
import io.darkroom.gateway.sources.SourceUriFuzz;
import io.darkroom.gateway.sources.pull.CameraAnswerFuzz;
import io.darkroom.gateway.sources.pull.HttpAddressFuzz;
import io.darkroom.gateway.sources.pull.ServerAnswerFuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No client, camera or server stops a gateway. */
@Tag("slow")
class FuzzTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        PolicyFuzz.class,
        WatcherMessageFuzz.class,
        BodyMeterFuzz.class,
        UploadHeadersFuzz.class,
        JpegSplitterFuzz.class,
        SourceUriFuzz.class,
        HttpAddressFuzz.class,
        PlaylistFuzz.class,
        CameraAnswerFuzz.class,
        ServerAnswerFuzz.class,
        ConnectFuzz.class
      })
  void hostileInputIsRefusedWithACode(Class<?> target) throws Exception {
    Fuzzer.fuzz(target);
  }
}
