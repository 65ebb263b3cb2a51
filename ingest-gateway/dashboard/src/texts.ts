/** All texts of the page, by part of the page. */
export const texts = {
  app: {
    close: "Close",
    closeNotice: "Close message",
    notice: { success: "Success", error: "Error", warning: "Warning", info: "Note" },
  },
  grid: {},
  filters: {},
  sources: {},
  system: {},
};
