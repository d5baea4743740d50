// Lint rules. What a formatter or the type checker already says is left to them.
import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

const strictness = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  'no-empty': ['error', { allowEmptyCatch: false }],
  'max-params': ['error', 5],
  eqeqeq: 'error',
};

export default ts.config(
  { ignores: ['node_modules/**', 'dist/**', 'data/**', '.cache/**'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ['server/**/*.ts', 'shared/**/*.ts', 'test/**/*.ts', 'client/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: strictness,
  },
  {
    files: ['client/**/*.svelte', 'client/**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      'no-undef': 'off',
      'svelte/no-navigation-without-resolve': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  { files: ['**/*.mjs', '**/*.js'], languageOptions: { globals: globals.node } },
);
