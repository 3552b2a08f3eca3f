import { defineConfig } from 'eslint/config';
import { createRequire } from 'node:module';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import globals from 'globals';
import sldsPlugin from '@salesforce-ux/eslint-plugin-slds';

const require = createRequire(import.meta.url);
const lwcRecommendedTs = require('@salesforce/eslint-config-lwc/recommended-ts');

const ours = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
  'no-void': 'off'
};

export default defineConfig([
  { ignores: ['**/node_modules/**', '**/dist/**', 'coverage/**', '.lab/**', 'force-app/**/lwc/**/*.js'] },
  {
    files: ['relay/**/*.ts', 'lab/**/*.ts', 'scripts/**/*.ts'],
    ignores: ['lab/page/browser/**'],
    extends: [js.configs.recommended, ...tseslint.configs.recommended],
    languageOptions: { globals: globals.node, parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: { ...ours, 'no-empty': ['error', { allowEmptyCatch: false }] }
  },
  {
    // node:test returns promises that nobody awaits by design.
    files: ['**/*.test.ts', '**/*.e2e.ts', '**/*-suite.ts'],
    ignores: ['force-app/**'],
    rules: { '@typescript-eslint/no-floating-promises': 'off' }
  },
  {
    files: ['force-app/**/lwc/**/*.ts'],
    extends: [lwcRecommendedTs, ...tseslint.configs.recommended],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.lwc-test.json', tsconfigRootDir: import.meta.dirname }
    },
    rules: ours
  },
  {
    files: ['force-app/**/lwc/**/*.{html,css}'],
    plugins: { '@salesforce-ux/slds': sldsPlugin },
    extends: ['@salesforce-ux/slds/recommended']
  },
  {
    files: ['force-app/**/lwc/**/*.test.ts'],
    languageOptions: { globals: { ...globals.node, ...globals.jest } },
    rules: {
      '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off',
      '@typescript-eslint/no-require-imports': 'off',
      '@lwc/lwc/no-async-operation': 'off'
    }
  }
]);
