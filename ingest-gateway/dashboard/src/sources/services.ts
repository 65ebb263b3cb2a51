import type { Rpc } from "../api/rpc";
import { ConfigService } from "../gen/darkroom/v1/config_service_pb";
import { SourceService } from "../gen/darkroom/v1/source_service_pb";
import { VideoService } from "../gen/darkroom/v1/video_service_pb";

/** Clients of the services that the drawer needs. */
export const sourceService = (rpc: Rpc) => rpc.client(SourceService);
export const videoService = (rpc: Rpc) => rpc.client(VideoService);
export const configService = (rpc: Rpc) => rpc.client(ConfigService);
