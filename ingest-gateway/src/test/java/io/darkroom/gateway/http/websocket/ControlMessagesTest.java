package io.darkroom.gateway.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.error.Problem;
import io.darkroom.gateway.error.Fault;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControlMessagesTest {

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void writesErrorsInTheSameFormAsHttp(ErrorCode code) throws Exception {
    DarkroomException error =
        new DarkroomException(code, "chain: bad", List.of(new Problem("chain", 3, "bad")));
    Fault fault = new Fault(error, "id-1");
    JsonNode message = new ObjectMapper().readTree(ControlMessages.error(fault).text());
    assertThat(message.path("error").toString())
        .isEqualTo(
            "{\"code\":\"%s\",\"message\":\"chain: bad\",\"details\":[{\"field\":\"chain\","
                    .formatted(code)
                + "\"column\":3,\"description\":\"bad\"}],"
                + "\"retryable\":%s,\"correlationId\":\"id-1\"}".formatted(code.retryable()));
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorCode.class,
      names = {"NOT_FOUND", "NO_FRAME_YET", "QUOTA_EXCEEDED", "TOO_MANY_REQUESTS"})
  void closesASocketWithTheHttpStatusOfItsError(ErrorCode code) {
    assertThat(CloseCodes.of(new DarkroomException(code, "why")).code())
        .isEqualTo(4000 + code.httpStatus());
  }
}
