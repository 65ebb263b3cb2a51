import "./styles/page.css";
import "./components/darkroom-app";
