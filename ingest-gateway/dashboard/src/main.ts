import "./styles/page.css";
import "./app/darkroom-app";
