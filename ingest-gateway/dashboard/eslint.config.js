import js from "@eslint/js";
import lit from "eslint-plugin-lit";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["dist", "src/gen", "test-results", "playwright-report", "*.js"] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  lit.configs["flat/recommended"],
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // TypeScript checks names.
      "no-undef": "off",
      // Lit binds event handlers to their element.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
    },
  },
  {
    files: ["test/**", "e2e/**"],
    rules: {
      // Fakes have the signatures of what they stand for, and answers are read as they come.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/prefer-promise-reject-errors": "off",
      "require-yield": "off",
    },
  },
);
